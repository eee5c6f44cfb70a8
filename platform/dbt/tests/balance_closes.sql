-- A batch into which something else went than what came out, was rejected, and cannot be accounted for.
select batch from {{ ref('mart_material_balance') }} where abs(input_kg - output_kg - rejected_kg - unaccounted_kg) > 1e-6
