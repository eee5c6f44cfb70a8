select * from {{ source('silver', 'batches') }}
