-- A day whose OEE is not availability × performance × quality, though performance is not capped.
select line, day from {{ ref('mart_oee_day') }}
where performance_ratio < 1 and abs(oee_ratio - availability_ratio * performance_ratio * quality_ratio) > 1e-9
