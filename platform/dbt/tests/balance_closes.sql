-- What went in is what came out, what was rejected and what nobody can account for.
select batch from {{ ref('mart_material_balance') }} where abs(input_kg - output_kg - rejected_kg - unaccounted_kg) > 1e-6
