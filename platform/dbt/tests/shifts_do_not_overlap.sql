-- Two shifts of one line at the same time: which of them would the minute belong to?
select a.line, a.starts_at, b.starts_at as other_starts_at
from {{ ref('stg_shifts') }} a
join {{ ref('stg_shifts') }} b on b.line = a.line and b.starts_at > a.starts_at and b.starts_at < a.ends_at
