-- PostgreSQL renews its statistics once a tenth of a table has changed. In a table that many organizations share, a new one with thousands of receipts
-- is less than that, and its queries would be planned as if it had none: joins that compare each row with each.
ALTER TABLE "Transaction" SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE "Receipt" SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE "Export" SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
