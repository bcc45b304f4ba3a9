-- What someone has typed into a form and not saved yet. It stands beside the log: nothing of it was
-- recorded, only who types it reads it, and it goes when it is saved, dropped or old.
create table entry_draft (
    dossier_id text collate "C" not null,
    account_id text collate "C" not null,
    form       text collate "C" not null,
    typed      text not null,
    kept_at    text collate "C" not null,
    primary key (dossier_id, account_id, form)
);

create index entry_draft_by_age on entry_draft (kept_at);
