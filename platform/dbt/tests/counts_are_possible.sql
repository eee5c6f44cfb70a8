-- More rejected than made, more reworked than rejected, or fewer than none.
select line, run, bucket_at, total, reject, rework from {{ ref('stg_counts') }} where total < 0 or reject < 0 or rework < 0 or reject > total or rework > reject
