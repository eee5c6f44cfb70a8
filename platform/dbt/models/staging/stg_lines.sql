select * from {{ source('silver', 'lines') }}
