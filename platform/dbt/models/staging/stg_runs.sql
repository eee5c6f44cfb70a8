select * from {{ source('silver', 'runs') }}
