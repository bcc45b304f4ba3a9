-- Units that are no more.

-- The first day it was no more; none while it stands.
alter table units add column ended_on text;
