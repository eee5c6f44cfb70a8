{# The median of a column for each value of another: the middle one, or the mean of the two in the middle. In words that every engine has. #}
{% macro median_by(relation, key, value) -%}
  select {{ key }}, avg({{ value }}) as median
  from (
    select {{ key }}, {{ value }},
      row_number() over (partition by {{ key }} order by {{ value }}) as place,
      count(*) over (partition by {{ key }}) as members
    from {{ relation }}
  ) ranked
  where 2 * place between members and members + 2
  group by {{ key }}
{%- endmacro %}
