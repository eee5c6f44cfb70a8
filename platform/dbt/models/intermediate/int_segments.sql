-- The life of each line, cut at every moment at which anything begins or ends: within a segment nothing changes.
with moments as (
  select line, starts_at as moment from {{ ref('stg_shifts') }}
  union select line, ends_at from {{ ref('stg_shifts') }}
  union select line, starts_at from {{ ref('stg_breaks') }}
  union select line, ends_at from {{ ref('stg_breaks') }}
  union select line, starts_at from {{ ref('stg_stops') }}
  union select line, ends_at from {{ ref('stg_stops') }} where ends_at is not null
  union select line, {{ now() }} from {{ ref('stg_lines') }}
), cut as (
  select line, moment as from_at, lead(moment) over (partition by line order by moment) as to_at from moments
)
select line, from_at, to_at from cut where to_at is not null and to_at <= {{ now() }}
