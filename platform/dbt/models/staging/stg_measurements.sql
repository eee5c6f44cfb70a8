select * from {{ source('silver', 'measurements') }}
