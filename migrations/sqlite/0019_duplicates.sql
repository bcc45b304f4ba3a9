-- One person found twice: what people are known by, and who was told apart.

-- Read model: one row a dossier.
create table identities (
    dossier_id     text primary key,
    full_name      text not null,
    name_fold      text not null,
    birth_date     text,
    personal_id_no text,
    old_id_card_no text,
    kept_id        text,
    merged_by      integer
) strict, without rowid;

create index identities_by_birth on identities (birth_date, name_fold, dossier_id);
create index identities_by_old_card on identities (old_id_card_no, dossier_id);
create index identities_by_kept on identities (kept_id, dossier_id);

-- Read model: one row for each of two dossiers that look alike and are of two people.
create table told_apart (
    dossier_id text not null,
    other_id   text not null,
    told_by    integer not null,
    primary key (dossier_id, other_id)
) strict, without rowid;

-- The people who are there already. None of them is a duplicate yet.
insert into identities (dossier_id, full_name, name_fold, birth_date, personal_id_no,
                        old_id_card_no)
select p.dossier_id, p.full_name, p.name_fold, p.birth_date, c.held, o.said
from people p
left join (select stream_id, max(held) as held from claim where kind = 'personal_id'
           group by stream_id) c on c.stream_id = p.dossier_id
left join (select stream_id, said,
                  row_number() over (partition by stream_id
                                     order by sequence desc, place desc) as newest
           from (
    select e.stream_id, e.sequence, s.key as place, json_extract(s.value, '$.value') as said
    from event e, json_each(e.payload, '$.entries') s
    where e.stream_type = 'dossier' and json_extract(s.value, '$.slot') = 'old_id_card_no'
    union all
    select e.stream_id, e.sequence, s.key as place, json_extract(s.value, '$.value') as said
    from event e, json_each(e.payload, '$.restored') s
    where e.stream_type = 'dossier' and json_extract(s.value, '$.slot') = 'old_id_card_no'
           ) cards) o on o.stream_id = p.dossier_id and o.newest = 1;
