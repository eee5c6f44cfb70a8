-- OEE of one line on one production day (ISO 22400-2). OEE of a group is sums of these minutes divided, never a mean of ratios.
with times as (
  select line, day,
    sum(minutes) as elapsed_minutes,
    sum(case when element = 'planned' then minutes else 0 end) as planned_stop_minutes,
    sum(case when element <> 'planned' then minutes else 0 end) as planned_busy_minutes,
    sum(case when element not in ('planned', 'producing') then minutes else 0 end) as down_minutes,
    sum(case when element = 'producing' then minutes else 0 end) as producing_minutes
  from {{ ref('int_time_elements') }}
  group by line, day
), pieces as (
  select line, day, sum(total) as total, sum(reject) as reject, sum(rework) as rework, sum(ideal_minutes) as ideal_minutes, sum(ideal_good_minutes) as ideal_good_minutes
  from {{ ref('int_pieces') }}
  group by line, day
), days as (
  select d.line, d.day, d.starts_at, d.ends_at,
    coalesce(t.elapsed_minutes, 0) as elapsed_minutes, coalesce(t.planned_stop_minutes, 0) as planned_stop_minutes,
    coalesce(t.planned_busy_minutes, 0) as planned_busy_minutes, coalesce(t.down_minutes, 0) as down_minutes, coalesce(t.producing_minutes, 0) as producing_minutes,
    coalesce(p.ideal_minutes, 0) as ideal_minutes, coalesce(p.ideal_good_minutes, 0) as ideal_good_minutes,
    coalesce(p.total, 0) as total, coalesce(p.reject, 0) as reject, coalesce(p.rework, 0) as rework
  from {{ ref('int_production_days') }} d
  left join times t on t.line = d.line and t.day = d.day
  left join pieces p on p.line = d.line and p.day = d.day
)
select *,
  producing_minutes / nullif(planned_busy_minutes, 0) as availability_ratio,
  -- Written out: of an unknown and a number, engines choose differently.
  case when producing_minutes > 0 then case when ideal_minutes > producing_minutes then 1 else ideal_minutes / producing_minutes end end as performance_ratio,
  ideal_good_minutes / nullif(ideal_minutes, 0) as quality_ratio,
  ideal_good_minutes / nullif(planned_busy_minutes, 0) as oee_ratio
from days
