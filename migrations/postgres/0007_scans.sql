-- Which files were handed in with which dossier. The facts name them; this says what they are, and
-- whether the same file was handed in with another dossier too. The bytes lie beside the database.
create table scan (
    dossier_id  text collate "C" not null,
    hash        text collate "C" not null,
    kind        text collate "C" not null,
    bytes       bigint not null,
    width       bigint,
    height      bigint,
    account_id  text collate "C" not null,
    uploaded_at text collate "C" not null,
    primary key (dossier_id, hash)
);

create index scan_by_hash on scan (hash);

create trigger scan_is_never_changed before update or delete on scan
    for each row execute function refuse_change();
create trigger scan_is_never_truncated before truncate on scan
    for each statement execute function refuse_change();
