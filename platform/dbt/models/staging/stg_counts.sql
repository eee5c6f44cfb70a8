select * from {{ source('silver', 'counts') }}
