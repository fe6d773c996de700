SET LOCAL lock_timeout = '3s';

DROP TABLE task_labels;
DROP TABLE labels;
