-- Every segment of shift time with the one time element of ISO 22400-2 to which it counts. Of stops that overlap, the time
-- goes to the first of breakdown, changeover, blocked, starved, minor; a planned stop or a break takes it out before all of them.
with manned as (
  select s.line, h.day, s.from_at, s.to_at
  from {{ ref('int_segments') }} s
  join {{ ref('stg_shifts') }} h on h.line = s.line and h.starts_at <= s.from_at and h.ends_at >= s.to_at
), stopped as (
  select m.line, m.from_at,
    max(case when t.kind = 'planned' then 1 else 0 end) as is_planned,
    min(case t.kind when 'breakdown' then 1 when 'changeover' then 2 when 'blocked' then 3 when 'starved' then 4 when 'minor' then 5 end) as first_loss
  from manned m
  join {{ ref('stg_stops') }} t on t.line = m.line and t.starts_at <= m.from_at and (t.ends_at is null or t.ends_at >= m.to_at)
  group by m.line, m.from_at
), paused as (
  select distinct m.line, m.from_at
  from manned m
  join {{ ref('stg_breaks') }} b on b.line = m.line and b.starts_at <= m.from_at and b.ends_at >= m.to_at
)
select m.line, m.day, m.from_at, m.to_at, {{ minutes_between('m.from_at', 'm.to_at') }} as minutes,
  case
    when p.line is not null or s.is_planned = 1 then 'planned'
    when s.first_loss = 1 then 'breakdown'
    when s.first_loss = 2 then 'changeover'
    when s.first_loss = 3 then 'blocked'
    when s.first_loss = 4 then 'starved'
    when s.first_loss = 5 then 'minor'
    else 'producing'
  end as element
from manned m
left join stopped s on s.line = m.line and s.from_at = m.from_at
left join paused p on p.line = m.line and p.from_at = m.from_at
