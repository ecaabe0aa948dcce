package store

const JobColumns = `province, id, kind, account, state, done, total, input, result, message, file, out_file, created_at, finished_at`
