-- A production day of a line: from the start of its first shift to the end of its last.
select line, day, min(starts_at) as starts_at, max(ends_at) as ends_at
from {{ ref('stg_shifts') }}
group by line, day
having min(starts_at) < {{ now() }}
