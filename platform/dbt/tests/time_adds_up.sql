-- A day whose elapsed time is not planned stops and planned busy time, or whose busy time is not producing and down.
select line, day from {{ ref('mart_oee_day') }}
where abs(elapsed_minutes - planned_stop_minutes - planned_busy_minutes) > 1e-6 or abs(planned_busy_minutes - producing_minutes - down_minutes) > 1e-6
