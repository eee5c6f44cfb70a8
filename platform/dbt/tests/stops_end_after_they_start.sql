-- A stop that ends before it starts.
select stop, starts_at, ends_at from {{ ref('stg_stops') }} where ends_at < starts_at
