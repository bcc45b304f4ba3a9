-- Transfers within the province: who is on the way from where to where, and how far.

-- Read model: one row a transfer.
create table transfers (
    transfer_id       text collate "C" primary key,
    dossier_id        text collate "C" not null,
    from_unit         text collate "C" not null,
    to_unit           text collate "C" not null,
    kind              text collate "C" not null,
    stage             text collate "C" not null,
    decision_number   text collate "C" not null,
    decision_dated_on text collate "C" not null,
    effective_on      text collate "C" not null,
    ordered_by        bigint not null,
    touched_by        bigint not null,
    touched_on        text collate "C" not null,
    papers            bigint not null,
    pages             bigint not null,
    released_on       text collate "C",
    received_on       text collate "C",
    accepted_on       text collate "C"
);

create index transfers_by_sender on transfers (from_unit, transfer_id);
create index transfers_by_receiver on transfers (to_unit, transfer_id);
create index transfers_by_dossier on transfers (dossier_id, transfer_id);
