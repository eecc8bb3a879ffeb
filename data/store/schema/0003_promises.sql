-- Ledger A (promises), initiatives, moving chains and meetings. See 0001_first.sql for what /*R*/ means.
-- A stage is 0 impact analysis, 1 programme, 2 detailed plan, 3 agreement, 4 permit, 5 built, 6 in use (check_year 1 3 5 10; 0 elsewhere).
ALTER TABLE document ADD COLUMN attachment_sha256 TEXT;
ALTER TABLE document ADD COLUMN media_type TEXT;
ALTER TABLE document ADD COLUMN bytes BIGINT;
-- lost_between is the position 0-9 (metrics.promise.POSITIONS) before which the promise fell.
-- promises: no stage_record means nobody has looked; finding 'not_found' means somebody looked in vain
CREATE TABLE commitment(commitment_id TEXT, area_id TEXT, wording TEXT, wording_en TEXT, theme TEXT, target_group TEXT, quantity DOUBLE, unit TEXT, place TEXT, due_on DATE, promised_on DATE, origin_stage INTEGER, owner_role TEXT, document_id TEXT, page TEXT, source TEXT/*R*/);
CREATE TABLE area_stage(area_id TEXT, stage INTEGER, check_year INTEGER, reached_on DATE, skipped BOOLEAN, why TEXT, social_services_took_part BOOLEAN, document_id TEXT, source TEXT/*R*/);
CREATE TABLE stage_record(record_id TEXT, commitment_id TEXT, stage INTEGER, check_year INTEGER, finding TEXT, carrier TEXT, document_id TEXT, page TEXT, strength INTEGER, quantity DOUBLE, recorded_by TEXT, recorded_role TEXT, recorded_on DATE, note TEXT, source TEXT/*R*/);
CREATE TABLE confirmation(record_id TEXT, confirmed_by TEXT, confirmed_role TEXT, is_owner BOOLEAN, confirmed_on DATE/*R*/);
CREATE TABLE commitment_decision(commitment_id TEXT, stage INTEGER, check_year INTEGER, kind TEXT, replaced_by TEXT, judged TEXT, decided_by TEXT, decided_on DATE, why TEXT, document_id TEXT/*R*/);
CREATE TABLE commitment_goal(commitment_id TEXT, goal_id TEXT/*R*/);
CREATE TABLE commitment_state(commitment_id TEXT, state TEXT, stage INTEGER, check_year INTEGER, lost_between INTEGER, since DATE, watch BOOLEAN, reassess_on DATE, rule_version TEXT/*R*/);
-- initiatives: what is empty is not known, and the page says so. loan_share is in percent. goal_id '' and indicator_id '' mean: none
CREATE TABLE initiative(initiative_id TEXT, area_id TEXT, title TEXT, title_en TEXT, need TEXT, target_group TEXT, physical_investment TEXT, social_interventions TEXT, expected_change TEXT, future_state TEXT, practice TEXT, systematic_work TEXT, long_term TEXT, selection TEXT, management_of_proceeds TEXT, reported TEXT, amount DOUBLE, loan_amount DOUBLE, loan_share DOUBLE, currency TEXT, lender TEXT, starts_on DATE, ends_on DATE, owner_role TEXT, source TEXT/*R*/);
CREATE TABLE initiative_goal(initiative_id TEXT, goal_id TEXT/*R*/);
CREATE TABLE initiative_indicator(initiative_id TEXT, indicator_id TEXT, category TEXT/*R*/);
-- shares and rates of a valuation are in percent, money in currency units, durations in years
CREATE TABLE valuation_parameter(initiative_id TEXT, outcome TEXT, name TEXT, value DOUBLE, low DOUBLE, high DOUBLE, shape TEXT, unit TEXT, source TEXT/*R*/);
-- a chain follows the vacancy: a home in from_segment was empty, who moved in left one in to_segment, '' where it ends
CREATE TABLE moving_chain_step(study_id TEXT, area_id TEXT, title TEXT, chain_id TEXT, step INTEGER, from_segment TEXT, to_segment TEXT, tenure TEXT, low_income BOOLEAN, weight DOUBLE, source TEXT/*R*/);
-- meetings
CREATE TABLE meeting(meeting_id TEXT, title TEXT, held_on DATE, previous_meeting_id TEXT, shown_revision INTEGER, invented BOOLEAN, minutes_document_id TEXT/*R*/);
CREATE TABLE meeting_area(meeting_id TEXT, area_id TEXT/*R*/);
CREATE TABLE decision(decision_id TEXT, meeting_id TEXT, wording TEXT, owner_role TEXT, owner_name TEXT, due_on DATE, status TEXT, closed_on DATE/*R*/);
CREATE TABLE decision_link(decision_id TEXT, area_id TEXT, goal_id TEXT, commitment_id TEXT/*R*/);
