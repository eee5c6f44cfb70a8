select * from {{ source('silver', 'spc_constants') }}
