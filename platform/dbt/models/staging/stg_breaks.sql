select * from {{ source('silver', 'breaks') }}
