{# What a run's own catalogue holds. The adapter's also asks a table of Trino's own that a run may not read: for materialized views, and here are tables only. #}
{% macro trino__list_relations_without_caching(relation) -%}
  {% call statement('list_relations_without_caching', fetch_result=True) -%}
    select table_catalog as database, table_name as name, table_schema as schema, 'table' as table_type
    from {{ relation.information_schema() }}.tables
    where table_schema = '{{ relation.schema | lower }}'
  {%- endcall %}
  {{ return(load_result('list_relations_without_caching').table) }}
{%- endmacro %}
