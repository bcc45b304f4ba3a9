-- What a token may do, and when it was last used.

-- 'read' for questions alone, 'commands' for both: what every token was good for so far.
alter table token add column scope text not null default 'commands';
-- To the minute: written at most once a minute.
alter table token add column last_used_at text;
