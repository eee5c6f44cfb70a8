select * from {{ source('silver', 'shifts') }}
