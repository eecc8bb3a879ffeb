-- What the intake remembers. See 0001_first.sql for what /*R*/ means.
-- When a code was in use, both days included; NULL where it is not known or still is.
ALTER TABLE area_code ADD COLUMN valid_from DATE;
ALTER TABLE area_code ADD COLUMN valid_to DATE;
-- What a sender answered about files of one shape, with the revision the file was saved as. The latest answer counts; an undo takes back the rows of a file and not what was learnt about its writing.
CREATE TABLE intake_answer(organisation_id TEXT, actor TEXT, shape TEXT, proposal_id TEXT, choice TEXT, revision_from INTEGER NOT NULL);
