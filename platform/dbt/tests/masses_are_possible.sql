-- A batch with a mass below zero, or with an output and no input.
select batch, input_kg, output_kg from {{ ref('stg_batches') }} where input_kg < 0 or output_kg < 0 or (output_kg is not null and input_kg = 0)
