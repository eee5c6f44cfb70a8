{# Minutes from one moment to another, exact to the millisecond in which the product keeps them. DuckDB and Trino write it alike. #}
{% macro minutes_between(starts, ends) -%}
  date_diff('millisecond', {{ starts }}, {{ ends }}) / 60000.0e0
{%- endmacro %}

{# The moment at which the run looks. #}
{% macro now() -%}
  cast('{{ var("now") }}' as timestamp)
{%- endmacro %}
