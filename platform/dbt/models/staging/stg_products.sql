select * from {{ source('silver', 'products') }}
