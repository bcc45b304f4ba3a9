-- Transfers within the province: who is on the way from where to where, and how far.

-- Read model: one row a transfer.
create table transfers (
    transfer_id       text primary key,
    dossier_id        text not null,
    from_unit         text not null,
    to_unit           text not null,
    kind              text not null,
    stage             text not null,
    decision_number   text not null,
    decision_dated_on text not null,
    effective_on      text not null,
    ordered_by        integer not null,
    touched_by        integer not null,
    touched_on        text not null,
    papers            integer not null,
    pages             integer not null,
    released_on       text,
    received_on       text,
    accepted_on       text
) strict, without rowid;

create index transfers_by_sender on transfers (from_unit, transfer_id);
create index transfers_by_receiver on transfers (to_unit, transfer_id);
create index transfers_by_dossier on transfers (dossier_id, transfer_id);
