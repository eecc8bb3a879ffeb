-- Who may do what and where, what has been released, and who did what. None of it carries revisions: it is about people, and applies now.
-- A revision without a row in upload is released: everything that stood before this was kept.
CREATE TABLE organisation(organisation_id TEXT, name TEXT);
-- issuer and subject are what the login provider calls somebody; subject is '' until an invited person has logged in. organisation_id '' is the one that keeps the installation.
CREATE TABLE person(person_id INTEGER, issuer TEXT, subject TEXT, email TEXT, name TEXT, organisation_id TEXT, invited_at TIMESTAMP);
-- area_id '' is every area; otherwise the area with everything in it. Both days count.
CREATE TABLE access_grant(grant_id INTEGER, person_id INTEGER, role TEXT, area_id TEXT, valid_from DATE, valid_to DATE, given_by TEXT, given_at TIMESTAMP, ended_at TIMESTAMP, ended_by TEXT);
-- verbs and area_ids narrow what the person may; an empty list of areas narrows nothing. Only the fingerprint of the secret is kept.
CREATE TABLE api_token(token_id TEXT, person_id INTEGER, label TEXT, sha256 TEXT, verbs TEXT[], area_ids TEXT[], created_at TIMESTAMP, created_by TEXT, expires_at TIMESTAMP, revoked_at TIMESTAMP);
-- Who brought the figures of a revision, about which areas (NULL for all), and when they were released.
CREATE TABLE upload(revision_id INTEGER, organisation_id TEXT, area_ids TEXT[], issuer TEXT, subject TEXT, released_at TIMESTAMP, released_by TEXT);
-- Each row carries the fingerprint of the one before it: see data/store/audit.py.
CREATE TABLE audit(entry INTEGER, moment TIMESTAMP, issuer TEXT, subject TEXT, name TEXT, client TEXT, act TEXT, about TEXT, revision_id INTEGER, allowed BOOLEAN, previous TEXT, sha256 TEXT);
