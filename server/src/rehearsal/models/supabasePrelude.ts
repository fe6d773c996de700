import { migrationRole } from '../roles';

/**
 * What migrations for Supabase find before their first line, as far as migrations commonly lean on it: the roles of its
 * API, the functions that policies call, the users and stored files that tables refer to, and the rights that tables get
 * there without asking. The platform's own services add more; a project that needs it names a `fixtures.prelude`.
 *
 * `pg_database_owner` stands for whoever runs the migrations: `postgres` there, which is no superuser either.
 */
export const supabasePrelude = `
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit;
alter role service_role bypassrls;

create schema auth;
create schema storage;
create schema extensions;
grant usage on schema auth, storage, extensions to anon, authenticated, service_role, pg_database_owner;
grant create on schema storage, extensions to pg_database_owner;
grant usage on schema public to anon, authenticated, service_role;

do $$
declare
  name text;
begin
  for name in
    select e.name from pg_available_extensions e where e.name in ('uuid-ossp', 'pgcrypto')
  loop
    execute format('create extension if not exists %I with schema extensions', name);
  end loop;
end
$$;

create table auth.users (
  id uuid primary key,
  instance_id uuid,
  aud varchar(255),
  role varchar(255),
  email varchar(255) unique,
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  is_super_admin boolean,
  created_at timestamptz,
  updated_at timestamptz,
  phone text unique default null,
  phone_confirmed_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  banned_until timestamptz,
  is_sso_user boolean not null default false,
  deleted_at timestamptz,
  is_anonymous boolean not null default false
);
create table auth.identities (
  id uuid primary key default gen_random_uuid(),
  provider_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  identity_data jsonb not null,
  provider text not null,
  last_sign_in_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  unique (provider_id, provider)
);
create table auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamptz,
  updated_at timestamptz,
  not_after timestamptz,
  ip inet,
  user_agent text
);
alter table auth.users enable row level security;
alter table auth.identities enable row level security;
alter table auth.sessions enable row level security;
grant all on all tables in schema auth to pg_database_owner, service_role;

create function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claims', true), ''),
    nullif(current_setting('request.jwt.claim', true), '')
  )::jsonb
$$;
create function auth.uid() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub')::uuid
$$;
create function auth.role() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role')
$$;
create function auth.email() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), auth.jwt() ->> 'email')
$$;

create table storage.buckets (
  id text primary key,
  name text not null unique,
  owner uuid,
  owner_id text,
  public boolean default false,
  avif_autodetection boolean default false,
  file_size_limit bigint,
  allowed_mime_types text[],
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create table storage.objects (
  id uuid primary key default gen_random_uuid(),
  bucket_id text references storage.buckets (id),
  name text,
  owner uuid,
  owner_id text,
  version text,
  metadata jsonb,
  user_metadata jsonb,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  last_accessed_at timestamptz default now(),
  unique (bucket_id, name)
);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
grant all on all tables in schema storage to anon, authenticated, service_role, pg_database_owner;

create function storage.foldername(name text) returns text[] language sql immutable as $$
  select (string_to_array(name, '/'))[1 : cardinality(string_to_array(name, '/')) - 1]
$$;
create function storage.filename(name text) returns text language sql immutable as $$
  select (string_to_array(name, '/'))[cardinality(string_to_array(name, '/'))]
$$;
create function storage.extension(name text) returns text language sql immutable as $$
  select substring(storage.filename(name) from '[^.]*$')
$$;

-- Projects write policies and triggers on the tables of stored files, and add their own tables to the publication.
create publication supabase_realtime;
alter publication supabase_realtime owner to pg_database_owner;
alter table storage.buckets owner to pg_database_owner;
alter table storage.objects owner to pg_database_owner;

-- What a migration creates in public is there for the API at once; only row security keeps its rows apart.
alter default privileges for role ${migrationRole} in schema public
  grant all on tables to anon, authenticated, service_role;
alter default privileges for role ${migrationRole} in schema public
  grant all on sequences to anon, authenticated, service_role;
alter default privileges for role ${migrationRole} in schema public
  grant all on functions to anon, authenticated, service_role;
`;
