-- A run without an ideal rate has no performance.
select run, ideal_rate_per_minute from {{ ref('stg_runs') }} where not ideal_rate_per_minute > 0
