-- Of what sex and born when: what expected retirement follows from.

-- Read model: one row a person in the lists. An empty text stands for what is not said.
create table births (
    dossier_id text collate "C" primary key,
    in_service bigint not null,
    sex        text collate "C" not null,
    birth_date text collate "C" not null
);

-- What was said before: the record points at the fact that said it.
insert into births (dossier_id, in_service, sex, birth_date)
select p.dossier_id,
       case when (select said.value ->> 'value'
                  from record r join event e on e.position = r.said_by
                  cross join json_array_elements(e.payload::json -> 'entries')
                            with ordinality said(value, place)
                  where r.dossier_id = p.dossier_id and r.slot = 'dossier_status'
                    and said.value ->> 'slot' = 'dossier_status'
                  order by said.place desc limit 1)
                 in ('retired', 'resigned', 'redundant', 'dismissed', 'term_ended', 'deceased')
            then 0 else 1 end,
       coalesce((select said.value ->> 'value'
                 from record r join event e on e.position = r.said_by
                 cross join json_array_elements(e.payload::json -> 'entries')
                            with ordinality said(value, place)
                 where r.dossier_id = p.dossier_id and r.slot = 'sex'
                   and said.value ->> 'slot' = 'sex'
                 order by said.place desc limit 1), ''),
       coalesce(p.birth_date, '')
from people p;

create index births_by_birth on births (in_service, sex, birth_date);
