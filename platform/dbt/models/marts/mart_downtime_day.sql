-- Minutes lost by kind of stop, within planned busy time; every minute counts once.
select line, day, element as kind, sum(minutes) as minutes
from {{ ref('int_time_elements') }}
where element not in ('planned', 'producing')
group by line, day, element
