-- Of what sex and born when: what expected retirement follows from.

-- Read model: one row a person in the lists. An empty text stands for what is not said.
create table births (
    dossier_id text primary key,
    in_service integer not null,
    sex        text not null,
    birth_date text not null
) strict, without rowid;

-- What was said before: the record points at the fact that said it.
insert into births (dossier_id, in_service, sex, birth_date)
select p.dossier_id,
       case when (select said.value ->> '$.value'
                  from record r join event e on e.position = r.said_by
                  cross join json_each(e.payload, '$.entries') said
                  where r.dossier_id = p.dossier_id and r.slot = 'dossier_status'
                    and said.value ->> '$.slot' = 'dossier_status'
                  order by said.key desc limit 1)
                 in ('retired', 'resigned', 'redundant', 'dismissed', 'term_ended', 'deceased')
            then 0 else 1 end,
       coalesce((select said.value ->> '$.value'
                 from record r join event e on e.position = r.said_by
                 cross join json_each(e.payload, '$.entries') said
                 where r.dossier_id = p.dossier_id and r.slot = 'sex'
                   and said.value ->> '$.slot' = 'sex'
                 order by said.key desc limit 1), ''),
       coalesce(p.birth_date, '')
from people p;

create index births_by_birth on births (in_service, sex, birth_date);
