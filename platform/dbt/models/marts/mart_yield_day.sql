-- First pass yield (ISO 22400-2): right the first time. Final yield counts what rework made good.
select line, day, product, sum(total) as total, sum(reject) as reject, sum(rework) as rework,
  (sum(total) - sum(reject)) / nullif(sum(total), 0) as first_pass_yield,
  (sum(total) - sum(reject) + sum(rework)) / nullif(sum(total), 0) as final_yield
from {{ ref('int_pieces') }}
group by line, day, product
