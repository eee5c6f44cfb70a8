select * from {{ source('silver', 'characteristics') }}
