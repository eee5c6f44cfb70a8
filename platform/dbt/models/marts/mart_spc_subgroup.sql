-- Mean and range of every subgroup against the limits of its characteristic; a point on a limit is inside, but for the last bits.
with subgroups as (
  select characteristic, subgroup, min(taken_at) as taken_at, max(is_excluded) as is_excluded, avg(value) as mean, max(value) - min(value) as range_value
  from {{ ref('stg_measurements') }}
  group by characteristic, subgroup
)
select s.*,
  s.mean > l.mean_upper + (l.mean_upper - l.mean_lower) * 1e-9 or s.mean < l.mean_lower - (l.mean_upper - l.mean_lower) * 1e-9 as mean_is_outside,
  s.range_value > l.range_upper + (l.range_upper - l.range_lower) * 1e-9 or s.range_value < l.range_lower - (l.range_upper - l.range_lower) * 1e-9 as range_is_outside
from subgroups s
join {{ ref('mart_spc_limits') }} l on l.characteristic = s.characteristic
