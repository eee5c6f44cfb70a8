-- Limits of the x̄ and R charts, three sigma, from the subgroups of phase I that are not excluded (Montgomery, 6.2).
with subgroups as (
  select characteristic, subgroup, avg(value) as mean, max(value) - min(value) as range_value, count(*) as size
  from {{ ref('stg_measurements') }}
  where is_excluded = 0
  group by characteristic, subgroup
), basis as (
  select s.characteristic, count(*) as made, avg(s.mean) as centre, avg(s.range_value) as mean_range, max(s.size) as size
  from subgroups s
  join {{ ref('stg_characteristics') }} c on c.characteristic = s.characteristic and s.subgroup between c.phase_i_first and c.phase_i_last
  group by s.characteristic
  having count(*) >= 2 and avg(s.range_value) > 0
), sigma as (
  select b.*, k.lower_range, k.upper_range, b.mean_range / k.d2 as sigma, b.mean_range / k.d2 / sqrt(b.size) as sigma_of_mean
  from basis b
  join {{ ref('stg_spc_constants') }} k on k.size = b.size
)
select characteristic, size, made, sigma, centre, centre - 3 * sigma_of_mean as mean_lower, centre + 3 * sigma_of_mean as mean_upper,
  mean_range, lower_range * mean_range as range_lower, upper_range * mean_range as range_upper
from sigma
