-- expects findings
--- migration
   DO LANGUAGE plpython3u $$ pass $$;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql info no fix
