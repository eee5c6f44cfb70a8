-- With whom a tool for operators looks at this server: statistics that PostgreSQL keeps of tables and of the database. It is
-- granted nothing, so that it reads no row of anybody. Its password is set where it is used: platform/grafana/README.md.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_monitor') THEN CREATE ROLE millrace_monitor NOLOGIN CONNECTION LIMIT 8; END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO millrace_monitor', current_database());
END $$;
