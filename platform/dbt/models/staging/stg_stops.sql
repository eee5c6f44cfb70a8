select * from {{ source('silver', 'stops') }}
