-- What goes along with a report is chosen where it is set up. Until now it was the figures as CSV.
CREATE TYPE "report_file" AS ENUM ('csv', 'pdf');
ALTER TABLE "report_schedule" ADD COLUMN "files" "report_file"[] DEFAULT ARRAY['csv']::"report_file"[];
