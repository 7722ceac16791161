import core.clock
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('funding', '0001_initial'), ('funding', '0002_audit_is_never_emptied'), ('funding', '0003_history_says_what_changed'), ('funding', '0004_half_done')]

    initial = True

    dependencies = [
        ('candidates', '0001_squashed_0010_welcome'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FundingApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='candidates.candidacy', verbose_name='race')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('submitted', 'handed in'), ('awarded', 'awarded'), ('declined', 'not now')], default='draft', max_length=16, verbose_name='status')),
                ('committee_name', models.CharField(blank=True, max_length=200, verbose_name="committee's name")),
                ('treasurer_name', models.CharField(blank=True, max_length=200, verbose_name="treasurer's name")),
                ('plan', models.TextField(blank=True, max_length=40000, verbose_name='campaign plan')),
                ('requested', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount asked for, in dollars')),
                ('frozen_facts', models.JSONField(editable=False, null=True)),
                ('average_cost', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='begun')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='handed in')),
            ],
            options={
                'verbose_name': 'application for funding',
                'verbose_name_plural': 'applications for funding',
                'ordering': ['-id'],
                'indexes': [models.Index(models.F('created_at'), condition=models.Q(('status', 'draft')), name='application_half_done')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'submitted'))), fields=('candidacy',), name='one_open_application_per_candidacy'), models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('frozen_facts__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='what_is_handed_in_is_frozen')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_fundingapplicationevent" ("average_cost", "candidacy_id", "created_at", "frozen_facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "requested", "status", "submitted_at") VALUES (NEW."average_cost", NEW."candidacy_id", NEW."created_at", NEW."frozen_facts", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."requested", NEW."status", NEW."submitted_at"); RETURN NULL;', hash='94ae1d004179dcef563dcadde42e4a215f03b5d5', operation='INSERT', pgid='pgtrigger_insert_insert_cba11', table='funding_fundingapplication', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."average_cost" IS DISTINCT FROM (NEW."average_cost") OR OLD."candidacy_id" IS DISTINCT FROM (NEW."candidacy_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."frozen_facts" IS DISTINCT FROM (NEW."frozen_facts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."requested" IS DISTINCT FROM (NEW."requested") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))', func='INSERT INTO "funding_fundingapplicationevent" ("average_cost", "candidacy_id", "created_at", "frozen_facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "requested", "status", "submitted_at") VALUES (NEW."average_cost", NEW."candidacy_id", NEW."created_at", NEW."frozen_facts", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."requested", NEW."status", NEW."submitted_at"); RETURN NULL;', hash='8b3ff402918ddef937706564fadd41004a456553', operation='UPDATE', pgid='pgtrigger_update_update_d0458', table='funding_fundingapplication', when='AFTER')), pgtrigger.compiler.Trigger(name='plan_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."plan" IS DISTINCT FROM (NEW."plan"))', func='INSERT INTO "funding_fundingapplicationevent" ("average_cost", "candidacy_id", "created_at", "frozen_facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "requested", "status", "submitted_at") VALUES (NEW."average_cost", NEW."candidacy_id", NEW."created_at", NEW."frozen_facts", NEW."id", _pgh_attach_context(), NOW(), \'plan_changed\', NEW."id", NEW."public_id", NEW."requested", NEW."status", NEW."submitted_at"); RETURN NULL;', hash='c0fdd7ece9eec36e1a825b2f56d6db09c0f2dbaf', operation='UPDATE', pgid='pgtrigger_plan_changed_update_ff295', table='funding_fundingapplication', when='AFTER')), pgtrigger.compiler.Trigger(name='committee_name_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."committee_name" IS DISTINCT FROM (NEW."committee_name"))', func='INSERT INTO "funding_fundingapplicationevent" ("average_cost", "candidacy_id", "created_at", "frozen_facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "requested", "status", "submitted_at") VALUES (NEW."average_cost", NEW."candidacy_id", NEW."created_at", NEW."frozen_facts", NEW."id", _pgh_attach_context(), NOW(), \'committee_name_changed\', NEW."id", NEW."public_id", NEW."requested", NEW."status", NEW."submitted_at"); RETURN NULL;', hash='dcf44b73f436c51baabf48bb511ac23914289ff1', operation='UPDATE', pgid='pgtrigger_committee_name_changed_update_27baa', table='funding_fundingapplication', when='AFTER')), pgtrigger.compiler.Trigger(name='treasurer_name_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."treasurer_name" IS DISTINCT FROM (NEW."treasurer_name"))', func='INSERT INTO "funding_fundingapplicationevent" ("average_cost", "candidacy_id", "created_at", "frozen_facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "requested", "status", "submitted_at") VALUES (NEW."average_cost", NEW."candidacy_id", NEW."created_at", NEW."frozen_facts", NEW."id", _pgh_attach_context(), NOW(), \'treasurer_name_changed\', NEW."id", NEW."public_id", NEW."requested", NEW."status", NEW."submitted_at"); RETURN NULL;', hash='4d15bdeac39d1e4faba53fcd56a32cd94e6c0e11', operation='UPDATE', pgid='pgtrigger_treasurer_name_changed_update_f8968', table='funding_fundingapplication', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('budget', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='budget')),
                ('committed', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=12, verbose_name='committed')),
                ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=12, verbose_name='paid')),
                ('is_open', models.BooleanField(default=True, verbose_name='open')),
            ],
            options={
                'verbose_name': 'program',
                'verbose_name_plural': 'programs',
                'constraints': [models.CheckConstraint(condition=models.Q(('committed__lte', models.F('budget'))), name='no_more_than_the_budget'), models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('paid__lte', models.F('committed'))), name='pay_what_is_committed')],
            },
        ),
        migrations.CreateModel(
            name='CandidacyFunding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidacy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='funding', to='candidates.candidacy')),
                ('cap', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='cap')),
                ('awarded', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='awarded')),
                ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='paid')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('awarded__lte', models.F('cap'))), name='awards_stay_within_the_cap'), models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('paid__lte', models.F('awarded'))), name='pay_what_was_awarded')],
            },
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('donor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='donations', to=settings.AUTH_USER_MODEL, verbose_name='donor')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
            ],
            options={
                'verbose_name': 'donation',
                'verbose_name_plural': 'donations',
                'ordering': ['-received_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_donation_is_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='EligibilityVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='candidates.candidacy', verbose_name='race')),
                ('verdict', models.CharField(max_length=16, verbose_name='verdict')),
                ('outcomes', models.JSONField(verbose_name='outcome of each rule')),
                ('opens_on', models.DateField(null=True, verbose_name='funding opens')),
                ('cap', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='cap')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded')),
            ],
            options={
                'verbose_name': 'verdict on funding',
                'verbose_name_plural': 'verdicts on funding',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['candidacy', '-id'], name='funding_eli_candida_d60ca6_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='10126a90dbdbdcee5a26b67ac5a5a54f0d0e6fae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_bb9fa', table='funding_eligibilityverdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='71c423ef88df798140d1ec6f6a22de9bc93531be', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_5ea37', table='funding_eligibilityverdict', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Gift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gifts', to='candidates.candidacy', verbose_name='race')),
                ('donor', models.CharField(max_length=200, verbose_name='donor')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount in dollars')),
                ('kind', models.CharField(choices=[('gift', 'a gift'), ('own_money', 'own money'), ('loan', 'a loan'), ('our_grant', 'our own grant')], default='gift', max_length=16, verbose_name='kind')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('documented_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='receipt seen by')),
                ('documented_at', models.DateTimeField(blank=True, null=True, verbose_name='receipt seen')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='entered')),
            ],
            options={
                'verbose_name': 'gift to a campaign',
                'verbose_name_plural': 'gifts to campaigns',
                'ordering': ['-given_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_gift_is_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='LedgerTransaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('event', models.CharField(choices=[('donation', 'donation received'), ('award', 'award approved'), ('payment', 'payment made')], max_length=16, verbose_name='event')),
                ('subject', models.UUIDField(db_index=True, verbose_name='subject')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded')),
            ],
            options={
                'verbose_name': 'ledger transaction',
                'verbose_name_plural': 'ledger',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('event', 'subject'), name='one_ledger_transaction_per_event')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d8a2130e42dfb13b32adc8a4f91a1e25c45832ea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_c2a6d', table='funding_ledgertransaction', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='c8814c7eaa79106f09af3d53be2451920305beca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_53622', table='funding_ledgertransaction', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ApplicationTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='funding.fundingapplication')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ac7a25b015f943e88f3b491f93db4f5add03f36d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_1dab6', table='funding_applicationtransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='169f20eb2c7d365fb4f3cff5be87fd5b54ac5b01', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_360d3', table='funding_applicationtransition', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='FundingApplicationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funding.fundingapplication')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('candidacy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidacy', verbose_name='race')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('submitted', 'handed in'), ('awarded', 'awarded'), ('declined', 'not now')], default='draft', max_length=16, verbose_name='status')),
                ('requested', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount asked for, in dollars')),
                ('frozen_facts', models.JSONField(editable=False, null=True)),
                ('average_cost', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='begun')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='handed in')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='d328f1f3c2743f4ae7c7be3c164bfc294a6db3ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_96d8a', table='funding_fundingapplicationevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='08e4577c610affa42fe37fe889f8648839724ad9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_736a6', table='funding_fundingapplicationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_reviews', to='funding.fundingapplication', verbose_name='application')),
                ('reviewer', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('win_number', models.PositiveSmallIntegerField(choices=[(0, '0 · none'), (1, '1'), (2, '2 · stated'), (3, '3'), (4, '4 · derived from cited turnout, with margin')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Win number')),
                ('voters', models.PositiveSmallIntegerField(choices=[(0, '0 · everybody'), (1, '1'), (2, '2 · groups'), (3, '3'), (4, '4 · counted groups, how each is reached')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Voters')),
                ('message', models.PositiveSmallIntegerField(choices=[(0, '0 · slogan'), (1, '1'), (2, '2 · issues'), (3, '3'), (4, '4 · problem, action, why me; tested locally')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Message')),
                ('field', models.PositiveSmallIntegerField(choices=[(0, '0 · none'), (1, '1'), (2, '2 · tactics'), (3, '3'), (4, '4 · weekly contacts × people reach the win number')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Field')),
                ('budget', models.PositiveSmallIntegerField(choices=[(0, '0 · none or wrong sum'), (1, '1'), (2, '2 · adds up'), (3, '3'), (4, '4 · priced, dated, low and high case')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Budget')),
                ('calendar', models.PositiveSmallIntegerField(choices=[(0, '0 · none'), (1, '1'), (2, '2 · main dates'), (3, '3'), (4, '4 · weekly, with filing and report dates')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Calendar')),
                ('team', models.PositiveSmallIntegerField(choices=[(0, '0 · alone'), (1, '1'), (2, '2 · names'), (3, '3'), (4, '4 · roles, hours, treasurer agreed')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Team')),
                ('fundraising', models.PositiveSmallIntegerField(choices=[(0, '0 · hope'), (1, '1'), (2, '2 · target'), (3, '3'), (4, '4 · named asks, dates, raised so far')], validators=[django.core.validators.MaxValueValidator(4)], verbose_name='Fundraising')),
                ('improvement', models.TextField(blank=True, max_length=2000, verbose_name='what would make it better')),
                ('score', models.PositiveSmallIntegerField(editable=False, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='score')),
                ('reviewed_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='scored')),
            ],
            options={
                'verbose_name': 'scoring of a plan',
                'verbose_name_plural': 'scorings of plans',
                'ordering': ['reviewed_at'],
                'constraints': [models.UniqueConstraint(fields=('application', 'reviewer'), name='one_scoring_per_reviewer'), models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='a_score_is_at_most_100')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='funding.fundingapplication', verbose_name='application')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='funding.programme', verbose_name='program')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=12, verbose_name='paid')),
                ('status', models.CharField(choices=[('requested', 'requested'), ('approved', 'approved'), ('rejected', 'rejected')], default='requested', max_length=16, verbose_name='status')),
                ('requested_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('requested_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='requested')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved')),
            ],
            options={
                'verbose_name': 'award',
                'verbose_name_plural': 'awards',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_award_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('paid__lte', models.F('amount'))), name='an_award_is_paid_once'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('requested_by')), _negated=True), _connector='OR'), name='nobody_approves_the_own_request'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='approved_means_by_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_awardevent" ("amount", "application_id", "approved_at", "approved_by_id", "id", "paid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "requested_at", "requested_by_id", "status") VALUES (NEW."amount", NEW."application_id", NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."paid", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."requested_at", NEW."requested_by_id", NEW."status"); RETURN NULL;', hash='ab41749f607540eeb4f40c237a2b8caf98dcbe86', operation='INSERT', pgid='pgtrigger_insert_insert_51a6c', table='funding_award', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_awardevent" ("amount", "application_id", "approved_at", "approved_by_id", "id", "paid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "requested_at", "requested_by_id", "status") VALUES (NEW."amount", NEW."application_id", NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."paid", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."requested_at", NEW."requested_by_id", NEW."status"); RETURN NULL;', hash='23b7ee816caf0ec263ac2e6531b9f0c79ea6c230', operation='UPDATE', pgid='pgtrigger_update_update_23f31', table='funding_award', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LedgerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.ledgertransaction')),
                ('account', models.CharField(choices=[('cash', 'cash'), ('donations', 'donations received'), ('grants', 'grants awarded'), ('payable', 'grants to be paid')], max_length=16, verbose_name='account')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='a_ledger_line_is_not_zero')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb32610a081a08e4147eaf45939f8190ad14045d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_98a22', table='funding_ledgerline', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='7fe14531a890bdc7e9b8fed3552ec650b95a8f70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_b2b40', table='funding_ledgerline', when='BEFORE')), pgtrigger.compiler.Trigger(name='transaction_balances', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\nIF (SELECT COALESCE(SUM(amount), 0) FROM funding_ledgerline WHERE transaction_id = NEW.transaction_id) <> 0 THEN\n    RAISE EXCEPTION 'Ledger transaction % does not balance', NEW.transaction_id USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='e4499bfcad691b39b572854ea151b54f8b50e288', operation='INSERT', pgid='pgtrigger_transaction_balances_76caa', table='funding_ledgerline', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AwardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funding.award')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('application', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.fundingapplication', verbose_name='application')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.programme', verbose_name='program')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=12, verbose_name='paid')),
                ('status', models.CharField(choices=[('requested', 'requested'), ('approved', 'approved'), ('rejected', 'rejected')], default='requested', max_length=16, verbose_name='status')),
                ('requested_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('requested_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='requested')),
                ('approved_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='c18d7fbb09e205e01c0c0beea2d81f86876d7849', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_84330', table='funding_awardevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1381bc870855c65949a7bb062925d3da93f9e35f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1bf30', table='funding_awardevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AwardTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='funding.award')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='520fd1eb0dc2d6bd8e74580331327942a7ec29ed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_4993d', table='funding_awardtransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='90e9b9f630c58bc98462f26a72296e8cf4805756', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_91e94', table='funding_awardtransition', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funding.award', verbose_name='award')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('method', models.CharField(choices=[('transfer', 'bank transfer'), ('check', 'check')], max_length=16, verbose_name='method')),
                ('reference', models.CharField(help_text="The bank's or the check's number.", max_length=100, verbose_name='reference')),
                ('requested_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paid_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='paid by')),
                ('paid_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='paid')),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_payment_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('paid_by', models.F('requested_by')), _negated=True), models.Q(('paid_by', models.F('approved_by')), _negated=True), models.Q(('requested_by', models.F('approved_by')), _negated=True)), name='three_people_handle_each_payment')],
            },
        ),
    ]
