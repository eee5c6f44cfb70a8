-- Mass balance of every batch that has ended: it closes exactly, what nobody can account for is said. The modified z of its
-- yield among the batches of its product (Iglewicz and Hoaglin 1993) above 3.5 is an outlier; fewer than five batches, or none that differ, have none.
with rejects as (
  select r.batch, sum(c.reject) as pieces
  from {{ ref('stg_runs') }} r
  join {{ ref('stg_counts') }} c on c.run = r.run and c.line = r.line
  where r.batch is not null
  group by r.batch
), balance as (
  select b.batch, b.line, b.product, b.ends_at, b.input_kg, b.output_kg,
    coalesce(coalesce(j.pieces, 0) * p.piece_grams / 1000.0e0, 0) as rejected_kg,
    b.output_kg / b.input_kg as yield_ratio
  from {{ ref('stg_batches') }} b
  left join rejects j on j.batch = b.batch
  left join {{ ref('stg_products') }} p on p.product = b.product
  where b.output_kg is not null
), centre as (
  {{ median_by('balance', 'product', 'yield_ratio') }}
), away as (
  select b.product, abs(b.yield_ratio - c.median) as distance from balance b join centre c on c.product = b.product
), spread as (
  {{ median_by('away', 'product', 'distance') }}
), sizes as (
  select product, count(*) as batches from balance group by product
), scored as (
  select b.*, b.input_kg - b.output_kg - b.rejected_kg as unaccounted_kg,
    case when n.batches >= 5 and s.median > 0 then 0.6745e0 * (b.yield_ratio - c.median) / s.median end as robust_z
  from balance b
  join centre c on c.product = b.product
  join spread s on s.product = b.product
  join sizes n on n.product = b.product
)
select *, coalesce(abs(robust_z), 0) > 3.5 as is_outlier from scored
