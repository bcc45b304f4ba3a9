-- Which files were handed in with which dossier. The facts name them; this says what they are, and
-- whether the same file was handed in with another dossier too. The bytes lie beside the database.
create table scan (
    dossier_id  text not null,
    hash        text not null,
    kind        text not null,
    bytes       integer not null,
    width       integer,
    height      integer,
    account_id  text not null,
    uploaded_at text not null,
    primary key (dossier_id, hash)
) strict, without rowid;

create index scan_by_hash on scan (hash);

create trigger scan_is_never_updated before update on scan
begin
    select raise(abort, 'scan is append-only: update refused');
end;

create trigger scan_is_never_deleted before delete on scan
begin
    select raise(abort, 'scan is append-only: delete refused');
end;

-- "insert or replace" fires no delete trigger: what is there is not written over either. The
-- program's own insert of what is there does nothing.
create trigger scan_is_never_replaced before insert on scan
when exists (select 1 from scan where dossier_id = new.dossier_id and hash = new.hash)
begin
    select raise(ignore);
end;
