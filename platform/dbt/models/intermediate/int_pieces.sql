-- Pieces by production day. Of a bucket that a day cuts, the share of its time counts; pieces of a run without an ideal rate
-- count as pieces and have no ideal time.
with buckets as (
  select c.*, least(c.bucket_at + c.bucket_seconds * interval '1' second, {{ now() }}) as until_at
  from {{ ref('stg_counts') }} c
  where c.bucket_at < {{ now() }}
), shared as (
  select b.line, d.day, b.run, b.product, b.total, b.reject, b.rework,
    date_diff('millisecond', greatest(b.bucket_at, d.starts_at), least(b.until_at, d.ends_at)) * 1.0e0
      / date_diff('millisecond', b.bucket_at, b.until_at) as share
  from buckets b
  join {{ ref('int_production_days') }} d on d.line = b.line and b.bucket_at < d.ends_at and b.until_at > d.starts_at
)
select s.line, s.day, s.product, s.run, s.total * s.share as total, s.reject * s.share as reject, s.rework * s.share as rework,
  s.total * s.share / r.ideal_rate_per_minute as ideal_minutes,
  (s.total - s.reject) * s.share / r.ideal_rate_per_minute as ideal_good_minutes
from shared s
left join {{ ref('stg_runs') }} r on r.run = s.run
