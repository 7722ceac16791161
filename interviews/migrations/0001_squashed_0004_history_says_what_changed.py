import core.accounts.models
import core.clock
import core.fields
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('interviews', '0001_initial'), ('interviews', '0002_audit_is_never_emptied'), ('interviews', '0003_history_keeps_no_contact_data'), ('interviews', '0004_history_says_what_changed')]

    initial = True

    dependencies = [
        ('candidates', '0001_squashed_0010_welcome'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Interviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='interviewer', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('vetted_on', models.DateField(blank=True, null=True, verbose_name='vetted on')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('weekly_cap', models.PositiveSmallIntegerField(default=5, verbose_name='talks a week at most')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours of notice at least')),
                ('meeting_url', core.fields.WebAddressField(blank=True, max_length=500, verbose_name='link to the meeting room')),
            ],
            options={
                'verbose_name': 'interviewer',
                'verbose_name_plural': 'interviewers',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "interviews_interviewerevent" ("id", "is_active", "notice_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "vetted_on", "weekly_cap") VALUES (NEW."id", NEW."is_active", NEW."notice_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id", NEW."vetted_on", NEW."weekly_cap"); RETURN NULL;', hash='05ec1e30d4fc1f2963606f5f0a72af6b6e09e046', operation='INSERT', pgid='pgtrigger_insert_insert_f6824', table='interviews_interviewer', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."notice_hours" IS DISTINCT FROM (NEW."notice_hours") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."vetted_on" IS DISTINCT FROM (NEW."vetted_on") OR OLD."weekly_cap" IS DISTINCT FROM (NEW."weekly_cap"))', func='INSERT INTO "interviews_interviewerevent" ("id", "is_active", "notice_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "vetted_on", "weekly_cap") VALUES (NEW."id", NEW."is_active", NEW."notice_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id", NEW."vetted_on", NEW."weekly_cap"); RETURN NULL;', hash='7387a9b00894ceab617f20be8dd576a3513daf80', operation='UPDATE', pgid='pgtrigger_update_update_f2546', table='interviews_interviewer', when='AFTER')), pgtrigger.compiler.Trigger(name='meeting_url_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."meeting_url" IS DISTINCT FROM (NEW."meeting_url"))', func='INSERT INTO "interviews_interviewerevent" ("id", "is_active", "notice_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "vetted_on", "weekly_cap") VALUES (NEW."id", NEW."is_active", NEW."notice_hours", _pgh_attach_context(), NOW(), \'meeting_url_changed\', NEW."id", NEW."user_id", NEW."vetted_on", NEW."weekly_cap"); RETURN NULL;', hash='f0efc35f4193fd69999c60745e8a8975683dde86', operation='UPDATE', pgid='pgtrigger_meeting_url_changed_update_fc721', table='interviews_interviewer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InterviewRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interview_requests', to='candidates.candidate', verbose_name='candidate')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('process', 'How running works'), ('training', 'Training'), ('which_race', 'Which race fits me'), ('seed_money', 'Seed money'), ('networking', 'Meeting other candidates')], max_length=16), blank=True, default=list, size=None, verbose_name='topics')),
                ('asked_at', models.DateTimeField(default=core.clock.now, verbose_name='asked')),
                ('override_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='exception by')),
                ('override_reason', models.CharField(blank=True, max_length=200, verbose_name='reason of the exception')),
            ],
            options={
                'verbose_name': 'request for a talk',
                'verbose_name_plural': 'requests for a talk',
                'ordering': ['asked_at'],
                'constraints': [models.UniqueConstraint(fields=('candidate',), name='one_request_per_candidate'), models.CheckConstraint(condition=models.Q(('override_by__isnull', True), models.Q(('override_reason', ''), _negated=True), _connector='OR'), name='an_override_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='IntroCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted_calls', to=settings.AUTH_USER_MODEL, verbose_name='host')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('minutes', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(10)], verbose_name='minutes')),
                ('time_zone', models.CharField(default='America/New_York', max_length=64, validators=[core.accounts.models.validate_time_zone], verbose_name='time zone')),
                ('capacity', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                ('seats_taken', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='seats taken')),
                ('join_url', core.fields.WebAddressField(max_length=500, verbose_name='link to join')),
                ('dial_in', models.CharField(blank=True, max_length=100, verbose_name='dial-in number')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False)),
            ],
            options={
                'verbose_name': 'intro call',
                'verbose_name_plural': 'intro calls',
                'ordering': ['starts_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('capacity'))), name='no_more_seats_than_there_are')],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='candidates.candidate', verbose_name='candidate')),
                ('interviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='interviews.interviewer', verbose_name='interviewer')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('time_zone', models.CharField(max_length=64, verbose_name='booked in the zone')),
                ('status', models.CharField(choices=[('booked', 'booked'), ('held', 'held'), ('cancelled', 'cancelled')], default='booked', max_length=16, verbose_name='status')),
                ('booked_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='booked')),
            ],
            options={
                'verbose_name': 'one-on-one talk',
                'verbose_name_plural': 'one-on-one talks',
                'ordering': ['-starts_at'],
                'indexes': [models.Index(fields=['interviewer', 'starts_at'], name='interviews__intervi_63e93d_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_talk_ends_after_it_starts'), models.UniqueConstraint(condition=models.Q(('status', 'booked')), fields=('candidate',), name='one_booked_talk_per_candidate')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "interviews_interviewevent" ("booked_at", "candidate_id", "ends_at", "id", "interviewer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_at", "status", "time_zone") VALUES (NEW."booked_at", NEW."candidate_id", NEW."ends_at", NEW."id", NEW."interviewer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."starts_at", NEW."status", NEW."time_zone"); RETURN NULL;', hash='42bd286dca063d765758ab943e429e4ff4467b2a', operation='INSERT', pgid='pgtrigger_insert_insert_990ca', table='interviews_interview', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "interviews_interviewevent" ("booked_at", "candidate_id", "ends_at", "id", "interviewer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_at", "status", "time_zone") VALUES (NEW."booked_at", NEW."candidate_id", NEW."ends_at", NEW."id", NEW."interviewer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."starts_at", NEW."status", NEW."time_zone"); RETURN NULL;', hash='092e5702f11aa8ef480a6eb41f1b3d4abf1a1127', operation='UPDATE', pgid='pgtrigger_update_update_c7675', table='interviews_interview', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InterviewerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.interviewer')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('vetted_on', models.DateField(blank=True, null=True, verbose_name='vetted on')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('weekly_cap', models.PositiveSmallIntegerField(default=5, verbose_name='talks a week at most')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours of notice at least')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='177b821ab7f32d657216dd6ce0c59e19520e27d3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_c55c2', table='interviews_interviewerevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a649431fd1ac46a1e478afad8d6a3ead4610173', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2f8fd', table='interviews_interviewerevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='interviews.introcall', verbose_name='intro call')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='candidates.candidate', verbose_name='candidate')),
                ('status', models.CharField(choices=[('confirmed', 'confirmed'), ('cancelled', 'cancelled')], default='confirmed', max_length=16, verbose_name='status')),
                ('attended', models.BooleanField(null=True, verbose_name='attended')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='registered')),
            ],
            options={
                'verbose_name': 'registration for an intro call',
                'verbose_name_plural': 'registrations for intro calls',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'confirmed')), fields=('call', 'candidate'), name='one_seat_per_candidate_and_call')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='interviews.interview', verbose_name='talk')),
                ('outcome', models.CharField(choices=[('advance', "Advance: yes, let's go"), ('hold', 'Not yet: we talk again'), ('decline', 'Not now: with the reason and a date to come back')], max_length=16, verbose_name='decision')),
                ('reason', models.CharField(blank=True, choices=[('filing_closed', 'filing has closed'), ('out_of_scope', 'the office is out of our scope'), ('age_rule', 'the age rule'), ('outside_district', 'lives outside the district'), ('running_later', 'runs later'), ('missed_talks', 'missed talks'), ('conflict', 'conflict of interest'), ('values', 'values'), ('conduct', 'conduct')], max_length=32, verbose_name='reason')),
                ('reapply_from', models.DateField(blank=True, null=True, verbose_name='may come back from')),
                ('reply', models.TextField(blank=True, max_length=4000, verbose_name='reply that the candidate receives')),
                ('decided_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-decided_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'decline'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('reapply_from__isnull', False)), _connector='OR'), name='a_no_has_its_reason_and_a_date_to_come_back')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "interviews_decisionevent" ("decided_at", "decided_by_id", "id", "interview_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reapply_from", "reason") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."interview_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reapply_from", NEW."reason"); RETURN NULL;', hash='1e9e22c8d61b0ee9acf6f99103e68f4fbf1f8f65', operation='INSERT', pgid='pgtrigger_insert_insert_e9820', table='interviews_decision', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."reapply_from" IS DISTINCT FROM (NEW."reapply_from") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func='INSERT INTO "interviews_decisionevent" ("decided_at", "decided_by_id", "id", "interview_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reapply_from", "reason") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."interview_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reapply_from", NEW."reason"); RETURN NULL;', hash='b65869d8f7d713dc4a04fe46a85af6d482173363', operation='UPDATE', pgid='pgtrigger_update_update_e3557', table='interviews_decision', when='AFTER')), pgtrigger.compiler.Trigger(name='reply_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reply" IS DISTINCT FROM (NEW."reply"))', func='INSERT INTO "interviews_decisionevent" ("decided_at", "decided_by_id", "id", "interview_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reapply_from", "reason") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."interview_id", NEW."outcome", _pgh_attach_context(), NOW(), \'reply_changed\', NEW."id", NEW."reapply_from", NEW."reason"); RETURN NULL;', hash='93be6f93c7600ef643357683155aa1adb08b6313', operation='UPDATE', pgid='pgtrigger_reply_changed_update_c182a', table='interviews_decision', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InterviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.interview')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate')),
                ('interviewer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interviewer', verbose_name='interviewer')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('time_zone', models.CharField(max_length=64, verbose_name='booked in the zone')),
                ('status', models.CharField(choices=[('booked', 'booked'), ('held', 'held'), ('cancelled', 'cancelled')], default='booked', max_length=16, verbose_name='status')),
                ('booked_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='booked')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='b2c5de1d08c6da109f508e2f8d2ea836fdd98e30', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_9aa37', table='interviews_interviewevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1bd95acd5b9a0fb89d4f29aa35e458639220a22b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_499d6', table='interviews_interviewevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='InterviewTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='interviews.interview')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='49687a46dd2785868378c025a374256e34619b45', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_c16a6', table='interviews_interviewtransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='44b3a35e868d4794f46c736a44c8467dc5205ad6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_72a4e', table='interviews_interviewtransition', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scorecard', to='interviews.interview', verbose_name='talk')),
                ('reason', models.PositiveSmallIntegerField(choices=[(0, '0 · none, or only against someone'), (1, '1'), (2, '2 · a cause, not tied to the office'), (3, '3'), (4, '4 · a local problem this office can change')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Reason')),
                ('reason_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('roots', models.PositiveSmallIntegerField(choices=[(0, '0 · no ties'), (1, '1'), (2, '2 · lives there, few ties'), (3, '3'), (4, '4 · leads or serves; names helpers')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Roots')),
                ('roots_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('grasp', models.PositiveSmallIntegerField(choices=[(0, '0 · cannot say what it does'), (1, '1'), (2, '2 · duties, not dates'), (3, '3'), (4, '4 · duties, dates, filing steps')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Grasp of the race')),
                ('grasp_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('time', models.PositiveSmallIntegerField(choices=[(0, '0 · no hours, home unaware'), (1, '1'), (2, '2 · some hours, open obstacles'), (3, '3'), (4, '4 · weekly hours; work and family agreed')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Time and support')),
                ('time_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('asking', models.PositiveSmallIntegerField(choices=[(0, '0 · refuses'), (1, '1'), (2, '2 · with coaching'), (3, '3'), (4, '4 · has asked for help, votes or money')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Willing to ask')),
                ('asking_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('learning', models.PositiveSmallIntegerField(choices=[(0, '0 · dismisses advice'), (1, '1'), (2, '2 · agrees vaguely'), (3, '3'), (4, '4 · names a gap, sets a dated step')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Learning and follow-through')),
                ('learning_evidence', models.CharField(blank=True, max_length=300, verbose_name='what you heard')),
                ('recommendation', models.CharField(choices=[('advance', 'advance'), ('hold', 'not yet'), ('refer', 'refer elsewhere'), ('decline', 'not now')], max_length=16, verbose_name='recommendation')),
                ('note_to_candidate', models.TextField(help_text='Three next steps, in your own words.', max_length=4000, verbose_name='note that the candidate receives')),
                ('private_note', models.TextField(blank=True, max_length=4000, verbose_name='private note')),
                ('submitted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='handed in')),
            ],
            options={
                'verbose_name': 'notes from a talk',
                'verbose_name_plural': 'notes from talks',
                'ordering': ['submitted_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('asking__lte', 4), ('grasp__lte', 4), ('learning__lte', 4), ('reason__lte', 4), ('roots__lte', 4), ('time__lte', 4)), name='ratings_go_up_to_four')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='b23bc89638d023b94d01bc1e89d7d8871ac17907', operation='INSERT', pgid='pgtrigger_insert_insert_e918f', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asking" IS DISTINCT FROM (NEW."asking") OR OLD."grasp" IS DISTINCT FROM (NEW."grasp") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."learning" IS DISTINCT FROM (NEW."learning") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recommendation" IS DISTINCT FROM (NEW."recommendation") OR OLD."roots" IS DISTINCT FROM (NEW."roots") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."time" IS DISTINCT FROM (NEW."time"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='ae099e75380901f0ec75011a13cff8a865b554ad', operation='UPDATE', pgid='pgtrigger_update_update_0e578', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='private_note_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."private_note" IS DISTINCT FROM (NEW."private_note"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'private_note_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='10220892ad9ede2ba4490fe56ca7db3be33fa372', operation='UPDATE', pgid='pgtrigger_private_note_changed_update_6e3ad', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='note_to_candidate_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."note_to_candidate" IS DISTINCT FROM (NEW."note_to_candidate"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'note_to_candidate_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='90e8221fc8989d5c79e6eb5f28dc51d528596b51', operation='UPDATE', pgid='pgtrigger_note_to_candidate_changed_update_5eb33', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='reason_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reason_evidence" IS DISTINCT FROM (NEW."reason_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'reason_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='517f0469afd90eb14a8d08f2bb491d9b86682247', operation='UPDATE', pgid='pgtrigger_reason_evidence_changed_update_98118', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='roots_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."roots_evidence" IS DISTINCT FROM (NEW."roots_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'roots_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='96db00a4417fe50f81a37b0087a71f754e598741', operation='UPDATE', pgid='pgtrigger_roots_evidence_changed_update_3e2b5', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='grasp_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."grasp_evidence" IS DISTINCT FROM (NEW."grasp_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'grasp_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='1026744bfb51097c6c8f2a0d4f0ad60b0f7ffdb7', operation='UPDATE', pgid='pgtrigger_grasp_evidence_changed_update_42371', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='time_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."time_evidence" IS DISTINCT FROM (NEW."time_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'time_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='2deff39a754466a137869bad3b13c207cdc64208', operation='UPDATE', pgid='pgtrigger_time_evidence_changed_update_32397', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='asking_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asking_evidence" IS DISTINCT FROM (NEW."asking_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'asking_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='c513ba6dbd1fb6b420954774860c08e8ffd33ee3', operation='UPDATE', pgid='pgtrigger_asking_evidence_changed_update_aab82', table='interviews_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='learning_evidence_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."learning_evidence" IS DISTINCT FROM (NEW."learning_evidence"))', func='INSERT INTO "interviews_scorecardevent" ("asking", "grasp", "id", "interview_id", "learning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recommendation", "roots", "submitted_at", "submitted_by_id", "time") VALUES (NEW."asking", NEW."grasp", NEW."id", NEW."interview_id", NEW."learning", _pgh_attach_context(), NOW(), \'learning_evidence_changed\', NEW."id", NEW."reason", NEW."recommendation", NEW."roots", NEW."submitted_at", NEW."submitted_by_id", NEW."time"); RETURN NULL;', hash='f286e7504a983c87e0d6b7e8fa502c12cc863122', operation='UPDATE', pgid='pgtrigger_learning_evidence_changed_update_ec3ff', table='interviews_scorecard', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.decision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview', verbose_name='talk')),
                ('outcome', models.CharField(choices=[('advance', "Advance: yes, let's go"), ('hold', 'Not yet: we talk again'), ('decline', 'Not now: with the reason and a date to come back')], max_length=16, verbose_name='decision')),
                ('reason', models.CharField(blank=True, choices=[('filing_closed', 'filing has closed'), ('out_of_scope', 'the office is out of our scope'), ('age_rule', 'the age rule'), ('outside_district', 'lives outside the district'), ('running_later', 'runs later'), ('missed_talks', 'missed talks'), ('conflict', 'conflict of interest'), ('values', 'values'), ('conduct', 'conduct')], max_length=32, verbose_name='reason')),
                ('reapply_from', models.DateField(blank=True, null=True, verbose_name='may come back from')),
                ('decided_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='decided')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='f2704040855d3781c56701a7a8fab398ab594c31', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_5a743', table='interviews_decisionevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13ad74164bbdf3d6faa5a715da10d0c5378a609a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_434e4', table='interviews_decisionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ScorecardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.scorecard')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview', verbose_name='talk')),
                ('reason', models.PositiveSmallIntegerField(choices=[(0, '0 · none, or only against someone'), (1, '1'), (2, '2 · a cause, not tied to the office'), (3, '3'), (4, '4 · a local problem this office can change')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Reason')),
                ('roots', models.PositiveSmallIntegerField(choices=[(0, '0 · no ties'), (1, '1'), (2, '2 · lives there, few ties'), (3, '3'), (4, '4 · leads or serves; names helpers')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Roots')),
                ('grasp', models.PositiveSmallIntegerField(choices=[(0, '0 · cannot say what it does'), (1, '1'), (2, '2 · duties, not dates'), (3, '3'), (4, '4 · duties, dates, filing steps')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Grasp of the race')),
                ('time', models.PositiveSmallIntegerField(choices=[(0, '0 · no hours, home unaware'), (1, '1'), (2, '2 · some hours, open obstacles'), (3, '3'), (4, '4 · weekly hours; work and family agreed')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Time and support')),
                ('asking', models.PositiveSmallIntegerField(choices=[(0, '0 · refuses'), (1, '1'), (2, '2 · with coaching'), (3, '3'), (4, '4 · has asked for help, votes or money')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Willing to ask')),
                ('learning', models.PositiveSmallIntegerField(choices=[(0, '0 · dismisses advice'), (1, '1'), (2, '2 · agrees vaguely'), (3, '3'), (4, '4 · names a gap, sets a dated step')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Learning and follow-through')),
                ('recommendation', models.CharField(choices=[('advance', 'advance'), ('hold', 'not yet'), ('refer', 'refer elsewhere'), ('decline', 'not now')], max_length=16, verbose_name='recommendation')),
                ('submitted_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='handed in')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='1deb3732caaf67535539bc3b924748a44d2cb6d4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_2d8f5', table='interviews_scorecardevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6a8e985c466aed58c7710a2e7b960040c85c59d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7e38b', table='interviews_scorecardevent', when='BEFORE'))],
            },
        ),
    ]
