-- A report goes along as a picture too. The new value is not used in the transaction that adds it.
ALTER TYPE "report_file" ADD VALUE 'png';
